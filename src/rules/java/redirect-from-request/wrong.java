class Login {
  String done(HttpServletRequest request, HttpServletResponse response) throws Exception {
    response.sendRedirect(request.getParameter("next")); // WRONG
    response.setHeader("Location", request.getHeader("Referer")); // WRONG
    return "redirect:" + request.getParameter("to"); // WRONG
  }
}
