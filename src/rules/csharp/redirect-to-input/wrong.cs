class Login : Controller
{
    IActionResult Done()
    {
        Response.Redirect(Request.QueryString["next"]); // WRONG
        return Redirect(Request.Query["next"]); // WRONG
    }
}
