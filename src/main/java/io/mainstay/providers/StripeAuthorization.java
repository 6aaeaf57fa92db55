package io.mainstay.providers;

import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentCreateParams.AutomaticPaymentMethods;
import com.stripe.param.PaymentIntentCreateParams.AutomaticPaymentMethods.AllowRedirects;
import com.stripe.param.PaymentIntentCreateParams.CaptureMethod;
import com.stripe.param.PaymentIntentCreateParams.PaymentMethodOptions;
import com.stripe.param.PaymentIntentCreateParams.PaymentMethodOptions.Card;
import com.stripe.param.PaymentIntentCreateParams.PaymentMethodOptions.Card.RequestMulticapture;

/// An authorization as a payment intent.
final class StripeAuthorization {

    private StripeAuthorization() {}

    static PaymentIntentCreateParams params(Instruction.Authorize ask) {
        var back = ask.returnTo();
        var params = PaymentIntentCreateParams.builder().setAmount(StripeAmount.of(ask.amount()))
                .setCurrency(StripeAmount.currency(ask.amount())).setPaymentMethod(ask.paymentMethod()).setConfirm(true)
                .setCaptureMethod(ask.capture() ? CaptureMethod.AUTOMATIC : CaptureMethod.MANUAL)
                .setAutomaticPaymentMethods(AutomaticPaymentMethods.builder().setEnabled(true)
                        .setAllowRedirects(back == null ? AllowRedirects.NEVER : AllowRedirects.ALWAYS).build())
                .putMetadata(StripeAdapter.OPERATION, ask.operation().toString());
        if (back == null) {
            // a decline rather than a question to nobody
            params.setErrorOnRequiresAction(true);
        } else {
            params.setReturnUrl(back.toString());
        }
        if (!ask.capture()) {
            params.setPaymentMethodOptions(PaymentMethodOptions.builder()
                    .setCard(Card.builder().setRequestMulticapture(RequestMulticapture.IF_AVAILABLE).build()).build());
        }
        return params.build();
    }
}
