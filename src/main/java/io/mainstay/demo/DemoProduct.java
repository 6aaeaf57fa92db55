package io.mainstay.demo;

import io.mainstay.catalog.NewProduct;

/// One entry of `demo/products.json`.
record DemoProduct(NewProduct product, int onHand) {}
