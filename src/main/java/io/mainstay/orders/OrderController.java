package io.mainstay.orders;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.caller.Caller;
import io.mainstay.caller.OrganizationId;
import io.mainstay.http.Etag;
import io.mainstay.idempotency.Idempotency;
import io.mainstay.idempotency.IdempotentRequest;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.mainstay.payments.PaymentResponse;
import io.mainstay.payments.Payments;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/v1/orders`: place, pay, cancel and read one's own orders and those of one's organizations.
@RestController
@RequestMapping("/v1/orders")
@Tag(name = "Orders")
class OrderController {

    private final Idempotency idempotency;
    private final PlaceOrder placeOrder;
    private final PayOrder payOrder;
    private final ReleaseOrder releaseOrder;
    private final OrderRepository orders;
    private final OrderListing listing;
    private final Payments payments;

    OrderController(Idempotency idempotency, PlaceOrder placeOrder, PayOrder payOrder, ReleaseOrder releaseOrder,
            OrderRepository orders, OrderListing listing, Payments payments) {
        this.idempotency = idempotency;
        this.placeOrder = placeOrder;
        this.payOrder = payOrder;
        this.releaseOrder = releaseOrder;
        this.orders = orders;
        this.listing = listing;
        this.payments = payments;
    }

    @PostMapping
    @RequiresPermission(Permission.ORDERS_PLACE)
    @Operation(summary = "Place an order", description = "Reserves the stock and freezes the prices, or does nothing. Unpaid, it expires at expiresAt. For an organization, one needs the permission there.")
    @ApiResponse(responseCode = "201", description = "Placed; Location and ETag name it.", content = @Content(schema = @Schema(implementation = OrderResponse.class)))
    @ApiResponse(responseCode = "404", description = "`not-found`: no organization that one has a role in")
    @ApiResponse(responseCode = "409", description = "`out-of-stock`, `price-changed`")
    @ApiResponse(responseCode = "422", description = "`unknown-product`, `mixed-currencies`")
    ResponseEntity<OrderResponse> place(Caller caller, IdempotentRequest key,
            @Valid @RequestBody PlaceOrderRequest request) {
        return idempotency.once(key, () -> {
            var order = placeOrder.handle(caller, request);
            return ResponseEntity.created(URI.create("/v1/orders/" + order.id())).eTag(Etag.of(order.version(), 0))
                    .body(OrderResponse.of(order, null));
        });
    }

    @PostMapping("/{id}/pay")
    @RequiresPermission(Permission.ORDERS_PLACE)
    @Operation(summary = "Pay an order", description = """
            Authorizes the whole total, and captures it in the same call to the payment provider unless captureMethod is
            manual: then it's held until it's captured, and the order waits. If the customer has to confirm it (202),
            nextAction says where; they come back to returnUrl, with no guarantee: read the payment. If the provider doesn't
            answer, the outcome is unknown (202) until the repair job has found it: read the payment, don't pay again.""")
    @ApiResponse(responseCode = "200", description = "Paid, or held.", content = @Content(schema = @Schema(implementation = PaymentResponse.class)))
    @ApiResponse(responseCode = "202", description = "The customer has to confirm it, or the outcome isn't known yet; Location names the payment.", content = @Content(schema = @Schema(implementation = PaymentResponse.class)))
    @ApiResponse(responseCode = "402", description = "`payment-declined`", content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE, schema = @Schema(ref = "#/components/schemas/Problem")))
    @ApiResponse(responseCode = "409", description = "`order-not-payable`, `payment-in-progress`, `already-paid`")
    ResponseEntity<Object> pay(Caller caller, IdempotentRequest key, @PathVariable OrderId id,
            @Valid @RequestBody PayOrderRequest request) {
        return idempotency.twice(key, payOrder.of(caller.account(), id, request));
    }

    @PostMapping("/{id}/cancel")
    @RequiresPermission(Permission.ORDERS_PLACE)
    @Operation(summary = "Cancel an order", description = "One that is unpaid, or paid and not under way yet. Gives its stock back, and its money: the refund is on its way when this answers, and is among the payment's operations.")
    @ApiResponse(responseCode = "200", description = "Cancelled.")
    @ApiResponse(responseCode = "409", description = "`order-not-cancellable`")
    ResponseEntity<OrderResponse> cancel(Caller caller, IdempotentRequest key, @PathVariable OrderId id) {
        return idempotency.once(key, () -> {
            var order = releaseOrder.cancel(caller.account(), id);
            return ResponseEntity.ok().eTag(Etag.of(order.version(), 0)).body(OrderResponse.of(order, null));
        });
    }

    @GetMapping
    @RequiresPermission(Permission.ORDERS_READ)
    @Operation(summary = "List one's own orders, or an organization's", description = "Newest first. With organization: all that was placed for it, if one may read that; nothing otherwise.")
    ResponseEntity<Page<OrderListing.OrderSummary>> list(Caller caller,
            @RequestParam @Nullable OrganizationId organization, @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        var request = PageRequest.of(limit, cursor);
        var page = organization == null
                ? listing.of(caller.account(), request)
                : listing.of(caller.account(), organization, request);
        return page.answer().body(page);
    }

    @GetMapping("/{id}")
    @RequiresPermission(Permission.ORDERS_READ)
    @Operation(summary = "Read an order with its payment", description = "The ETag covers both.")
    @Transactional(readOnly = true)
    public ResponseEntity<OrderResponse> get(Caller caller, @PathVariable OrderId id) {
        var order = orders.findReadable(caller.account().value(), id.value())
                .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "There is no such order."));
        var payment = payments.readableOf(caller.account(), id.value()).orElse(null);
        return ResponseEntity.ok().eTag(Etag.of(order.version(), payment == null ? 0 : payment.version()))
                .body(OrderResponse.of(order, payment));
    }

    @GetMapping("/{id}/history")
    @RequiresPermission(Permission.ORDERS_READ)
    @Operation(summary = "Read how an order came to its status")
    History history(Caller caller, @PathVariable OrderId id) {
        var changes = listing.historyOf(caller.account(), id);
        if (changes.isEmpty()) {
            throw new Refusal(HttpProblems.NOT_FOUND, "There is no such order.");
        }
        return new History(changes);
    }

    /// @param data oldest first
    @Schema(name = "OrderHistory")
    record History(List<OrderListing.Change> data) {}
}
