User.where("name = ?", params[:name]) # RIGHT
User.where(name: "#{first} #{last}") # RIGHT
User.where("#{table_name}.name = ?", name) # RIGHT
User.where("account_id = #{account.id}") # RIGHT
connection.execute("UPDATE users SET name = #{connection.quote(name)}") # RIGHT
connection.execute("TRUNCATE #{relation}") # RIGHT
executor.execute("deploy to=#{target}") # RIGHT
User.where("state = #{ACTIVE}") # RIGHT
