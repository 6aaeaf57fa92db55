package io.mainstay.orders;

/// Who makes an order change its status.
enum Actor {
    customer, payment, timer, operator
}
