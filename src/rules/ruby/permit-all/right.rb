User.create(params.require(:user).permit(:name, :mail)) # RIGHT
log(params.to_unsafe_h) # RIGHT
defaults = settings.permit! # RIGHT
