class Login {
  String done(HttpServletRequest request, HttpServletResponse response) throws Exception {
    response.sendRedirect("/done"); // RIGHT
    response.sendRedirect("/search?q=" + request.getParameter("q")); // RIGHT
    response.setHeader("X-Next", request.getParameter("next")); // RIGHT
    return "redirect:" + allowed.get(request.getParameter("to")); // RIGHT
  }
}
