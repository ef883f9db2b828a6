class Files {
  void serve(HttpServletRequest request, MultipartFile upload) throws Exception {
    new File(folder, FilenameUtils.getName(request.getParameter("name"))); // RIGHT
    new File(folder, "fixed.txt"); // RIGHT
    String name = request.getParameter("name"); // RIGHT
    map.get(request.getParameter("key")); // RIGHT
  }
}
