class Login : Controller
{
    IActionResult Done()
    {
        Response.Redirect("/user/" + Request.QueryString["id"]); // RIGHT
        if (quick) return Redirect(Request.Path); // RIGHT
        return LocalRedirect(Request.Query["next"]); // RIGHT
    }
}
