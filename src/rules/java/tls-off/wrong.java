class Client {
  TrustManager all = new X509TrustManager() {
    public void checkServerTrusted(X509Certificate[] chain, String type) {} // WRONG
  };
  HostnameVerifier any = (host, session) -> true; // WRONG
  void connect(HttpsURLConnection c) {
    c.setHostnameVerifier((h, s) -> true); // WRONG
    builder.setSSLHostnameVerifier(NoopHostnameVerifier.INSTANCE); // WRONG
  }
  public boolean verify(String host, SSLSession session) { return true; } // WRONG
}
