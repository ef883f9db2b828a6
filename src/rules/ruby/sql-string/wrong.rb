User.where("name = '#{params[:name]}'") # WRONG
User.where("created_at > #{since} AND role = 1").order(:id) # WRONG
User.find_by_sql("SELECT * FROM users WHERE name LIKE '%#{term}%'") # WRONG
connection.execute("UPDATE users SET name = '#{name}' WHERE id = 1") # WRONG
ActiveRecord::Base.connection.select_all "select * from users where mail in (#{mails})" # WRONG
