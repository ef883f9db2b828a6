User.create(params[:user].permit!) # WRONG
attributes = params.require(:user).permit! # WRONG
user.update(params[:user].to_unsafe_h) # WRONG
