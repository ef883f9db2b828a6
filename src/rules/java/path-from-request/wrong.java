class Files {
  void serve(HttpServletRequest request, MultipartFile upload) throws Exception {
    new File(folder, request.getParameter("name")); // WRONG
    Paths.get(folder + request.getPathInfo()); // WRONG
    upload.transferTo(folder.resolve(upload.getOriginalFilename())); // WRONG
  }
}
