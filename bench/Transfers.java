import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A transfer between two guarded accounts of the ledger, as an operator posts it: any two, or all to the same one.
///
/// @param hot all go to the first account
record Transfers(Api api, Session administrator, List<String> accounts, boolean hot) implements Operation {

    private static final int ACCOUNTS = 1_000;
    private static final int PAGE = 100;

    /// Opens accounts that nobody owns in earnest, which may owe plenty. They stay.
    static List<String> open(Database database, Api api, Session administrator) throws SQLException, IOException {
        database.execute("""
                insert into ledger.account (id, owner, owner_type, code, currency, kind, floor)
                select ledger.account_id(owner, 'account', 'wallet', 'EUR'), owner, 'account', 'wallet', 'EUR', 'liability',
                    -1000000000000000
                from (select gen_random_uuid() as owner from generate_series(1, %d)) as named""".formatted(ACCOUNTS));
        administrator.logIn(api);
        var accounts = new ArrayList<String>();
        var cursor = "";
        while (accounts.size() < ACCOUNTS) {
            var page = api.call("GET", "/v1/ledger/accounts?limit=" + PAGE + cursor, administrator.token(), null, null, 200)
                    .body();
            accounts.addAll(Api.ids(page, "ledgeraccount_"));
            cursor = "&cursor=" + Api.member(page, "nextCursor");
        }
        return List.copyOf(accounts.subList(0, ACCOUNTS));
    }

    /// Writing to the ledger wants a log-in that isn't long ago.
    @Override
    public void prepare() throws IOException {
        administrator.logIn(api);
    }

    @Override
    public void run(int client, SplittableRandom random) throws IOException {
        var to = hot ? 0 : random.nextInt(accounts.size());
        var from = (to + 1 + random.nextInt(accounts.size() - 1)) % accounts.size();
        var key = Api.key();
        api.call("POST", "/v1/ledger/transfers", administrator.token(), key,
                "{\"reference\":\"bench:" + key + "\",\"description\":\"Benchmark\",\"entries\":[" + entry(from, "debit") + ","
                        + entry(to, "credit") + "]}",
                201);
    }

    private String entry(int account, String direction) {
        return "{\"accountId\":\"" + accounts.get(account) + "\",\"direction\":\"" + direction
                + "\",\"amount\":{\"amount\":1,\"currency\":\"EUR\"}}";
    }
}
