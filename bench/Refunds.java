import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// A refund of one cent, as an operator makes it. Each client has payments of its own, since refunds of one payment wait for
/// each other; a payment takes a hundred.
final class Refunds implements Operation {

    private static final int PER_PAYMENT = 100;
    private static final int PAYMENTS_PER_CLIENT = 40;

    private final Api api;
    private final Shop shop;
    private final int clients;
    private final List<List<String>> payments = new ArrayList<>();
    private final List<AtomicInteger> done = new ArrayList<>();

    Refunds(Api api, Shop shop, int clients) {
        this.api = api;
        this.shop = shop;
        this.clients = clients;
    }

    @Override
    public void prepare() throws Exception {
        shop.renewTokens();
        shop.administrator().logIn(api);
        payments.clear();
        done.clear();
        for (var client = 0; client < clients; client++) {
            var own = new ArrayList<String>();
            for (var number = 0; number < PAYMENTS_PER_CLIENT; number++) {
                own.add(paid(client));
            }
            payments.add(own);
            done.add(new AtomicInteger());
        }
    }

    private String paid(int client) throws IOException {
        var token = shop.customer(client).token();
        var order = api.call("POST", "/v1/orders", token, Api.key(),
                "{\"lines\":[{\"productId\":\"" + shop.products.getFirst().id() + "\",\"quantity\":1}]}", 201).body();
        return Api.member(api.call("POST", "/v1/orders/" + Api.member(order, "id") + "/pay", token, Api.key(),
                "{\"paymentMethod\":\"tok_4242\"}", 200).body(), "id");
    }

    @Override
    public void run(int client, SplittableRandom random) throws IOException {
        var next = done.get(client).getAndIncrement() / PER_PAYMENT;
        if (next == PAYMENTS_PER_CLIENT) {
            throw new IOException("no payment is left to refund: take shorter rounds");
        }
        api.call("POST", "/v1/payments/" + payments.get(client).get(next) + "/refunds", shop.administrator().token(), Api.key(),
                "{\"amount\":{\"amount\":1,\"currency\":\"EUR\"},\"reason\":\"Benchmark\"}", 201);
    }
}
