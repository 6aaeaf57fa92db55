package io.mainstay.catalog;

import io.mainstay.money.Money;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/// What one piece may cost: 1 to [#MAX_MINOR] minor units.
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ListPrice.Range.class)
@interface ListPrice {

    /// So high that a million pieces still fit into a `long`.
    long MAX_MINOR = 1_000_000_000_000L;

    String message() default "must have an amount of 1 to " + MAX_MINOR;

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /// A missing price is another constraint's business.
    class Range implements ConstraintValidator<ListPrice, Money> {

        @Override
        public boolean isValid(@Nullable Money price, ConstraintValidatorContext context) {
            return price == null || price.isPositive() && price.amount() <= MAX_MINOR;
        }
    }
}
