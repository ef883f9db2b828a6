import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;

class Report {
  ResultSet rows(Connection db, String region) throws Exception {
    Statement statement = db.createStatement();
    return statement.executeQuery("SELECT * FROM sales WHERE region = '" + region + "'");
  }

  boolean isRoot(String name) {
    return name == "root";
  }

  byte[] mark(byte[] data) throws Exception {
    return MessageDigest.getInstance("MD5").digest(data);
  }
}
