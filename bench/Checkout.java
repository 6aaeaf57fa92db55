import java.util.SplittableRandom;

/// An order of two products, and its payment.
record Checkout(Api api, Shop shop) implements Operation {

    @Override
    public void prepare() throws Exception {
        shop.renewTokens();
    }

    @Override
    public void run(int client, SplittableRandom random) throws Exception {
        var products = shop.products;
        var first = random.nextInt(products.size());
        var second = (first + 1 + random.nextInt(products.size() - 1)) % products.size();
        var token = shop.customer(client).token();
        var order = api.call("POST", "/v1/orders", token, Api.key(),
                "{\"lines\":[{\"productId\":\"" + products.get(first).id() + "\",\"quantity\":1},{\"productId\":\""
                        + products.get(second).id() + "\",\"quantity\":2}]}",
                201).body();
        api.call("POST", "/v1/orders/" + Api.member(order, "id") + "/pay", token, Api.key(),
                "{\"paymentMethod\":\"tok_4242\"}", 200);
    }
}
