class Client {
  TrustManager pinned = new X509TrustManager() {
    public void checkClientTrusted(X509Certificate[] chain, String type) {} // RIGHT
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
      platform.checkServerTrusted(chain, type); // RIGHT
    }
  };
  HostnameVerifier strict = (host, session) -> host.equals("a.example"); // RIGHT
  Predicate<String> all = name -> true; // RIGHT
  public boolean verify(Token token) { return true; } // RIGHT
}
