import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// @param processes the first process of each that belongs to a part, by the part's name; empty: to be found
/// @param report null: on the standard output alone
record Options(URI api, String jdbc, List<Integer> clients, int rounds, Duration roundLength,
        Duration warmUp, List<String> scenarios, int count, int products, int accounts, String databaseUser,
        String databasePassword, String administrator, List<String> customers, URI mails,
        Map<String, List<Long>> processes, String label, Path report) {

    static final String HELP = """
            Usage: bench/run [OPTION...] [API_URL JDBC_URL]
                   bench/composed [OPTION...]
                   java -cp POSTGRES_DRIVER[:BOUNCY_CASTLE] bench/Bench.java [OPTION...] API_URL JDBC_URL

              --clients 8,32        numbers of clients; the first and the last are compared
              --rounds 3            rounds of each measurement; the medians are reported
              --seconds 10          length of a round
              --warm-up 20          seconds before the first round of a scenario; a quarter of it before the others'
              --scenarios checkout,list,login,transfer,refund,identity
              --count 300           checkouts whose statements, commits and WAL are counted, one at a time; 0: none
              --products 200        products to order, each as often as any other
              --accounts 8          customers, registered through the API and the mail catcher
              --db-user postgres    a superuser
              --db-password postgres
              --administrator admin@mainstay.example:harbour-lantern-quartz-71
              --customers mira@mainstay.example:…,jonas@mainstay.example:…
                                    used where the mail catcher is out of reach
              --mails http://127.0.0.1:8025
              --processes application:PID,PID database:PID redis:PID nginx:PID [OTHER:PID]
                                    in one word; each with its children; others are listed, not summed
              --label TEXT          what is measured, for the report's head
              --report FILE         writes the report there too
              --help
            """;

    private static final List<String> ALL = List.of("checkout", "list", "login", "transfer", "refund", "identity");

    /// @return null if help was asked for
    static Options parse(String[] arguments) {
        var values = new HashMap<String, String>(Map.ofEntries(Map.entry("--clients", "8,32"),
                Map.entry("--rounds", "3"), Map.entry("--seconds", "10"), Map.entry("--warm-up", "20"),
                Map.entry("--scenarios", String.join(",", ALL)), Map.entry("--count", "300"),
                Map.entry("--products", "200"), Map.entry("--accounts", "8"), Map.entry("--db-user", "postgres"),
                Map.entry("--db-password", "postgres"),
                Map.entry("--administrator", "admin@mainstay.example:harbour-lantern-quartz-71"),
                Map.entry("--customers", "mira@mainstay.example:velvet-compass-orchard-28,"
                        + "jonas@mainstay.example:copper-meadow-whistle-54"),
                Map.entry("--mails", "http://127.0.0.1:8025"), Map.entry("--processes", ""),
                Map.entry("--label", ""),
                Map.entry("--report", "")));
        var addresses = new ArrayList<String>();
        for (var position = 0; position < arguments.length; position++) {
            var argument = arguments[position];
            if (argument.equals("--help") || argument.equals("-h")) {
                return null;
            }
            if (!argument.startsWith("--")) {
                addresses.add(argument);
            } else if (!values.containsKey(argument)) {
                throw new IllegalArgumentException("bench: there is no option " + argument);
            } else if (position + 1 == arguments.length) {
                throw new IllegalArgumentException("bench: " + argument + " needs a value");
            } else {
                values.put(argument, arguments[++position]);
            }
        }
        if (addresses.size() != 2 || !addresses.getFirst().startsWith("http://")
                || !addresses.getLast().startsWith("jdbc:")) {
            throw new IllegalArgumentException("bench: give the API's URL and the database's JDBC URL");
        }
        var scenarios = List.of(values.get("--scenarios").split(","));
        if (!ALL.containsAll(scenarios)) {
            throw new IllegalArgumentException("bench: --scenarios takes " + String.join(", ", ALL));
        }
        var clients = Arrays.stream(values.get("--clients").split(",")).map(text -> number("--clients", text, 1))
                .toList();
        return new Options(URI.create(addresses.get(0)), addresses.get(1), clients,
                number("--rounds", values.get("--rounds"), 1),
                Duration.ofSeconds(number("--seconds", values.get("--seconds"), 1)),
                Duration.ofSeconds(number("--warm-up", values.get("--warm-up"), 0)), scenarios,
                number("--count", values.get("--count"), 0), number("--products", values.get("--products"), 3),
                number("--accounts", values.get("--accounts"), 1), values.get("--db-user"),
                values.get("--db-password"), values.get("--administrator"),
                List.of(values.get("--customers").split(",")), URI.create(values.get("--mails")),
                processes(values.get("--processes")), values.get("--label"),
                values.get("--report").isEmpty() ? null : Path.of(values.get("--report")));
    }

    private static Map<String, List<Long>> processes(String text) {
        var parts = new LinkedHashMap<String, List<Long>>();
        try {
            for (var part : text.isBlank() ? new String[0] : text.strip().split(" +")) {
                var colon = part.indexOf(':');
                parts.put(part.substring(0, colon),
                        Arrays.stream(part.substring(colon + 1).split(",")).map(Long::valueOf).toList());
            }
        } catch (NumberFormatException | StringIndexOutOfBoundsException _) {
            throw new IllegalArgumentException("bench: --processes takes NAME:PID,PID, blanks between the names");
        }
        return parts;
    }

    private static int number(String option, String text, int least) {
        try {
            var number = Integer.parseInt(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException _) {
            // falls through to the refusal
        }
        throw new IllegalArgumentException("bench: " + option + " takes numbers from " + least);
    }
}
