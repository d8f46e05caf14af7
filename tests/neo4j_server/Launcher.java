import java.nio.file.Path;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/**
 * A Neo4j Community server for the tests: java -cp 'lib/*' Launcher.java HOME, configured by HOME/neo4j.conf.
 * Prints READY when it answers, and ends when its input ends.
 */
public class Launcher {
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        var service = new DatabaseManagementServiceBuilder(home)
                .loadPropertiesFromFile(home.resolve("neo4j.conf"))
                .build();
        System.out.println("READY");
        while (System.in.read() != -1) {
            // The tests hold the other end open: when they end, however they end, the server ends too.
        }
        service.shutdown();
    }
}
