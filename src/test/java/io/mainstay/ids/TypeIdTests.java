package io.mainstay.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypeIdTests {

    /// Vectors of the TypeID specification.
    @ParameterizedTest
    @CsvSource({"prefix_0123456789abcdefghjkmnpqrs, 0110c853-1d09-52d8-d73e-1194e95b5f19",
            "prefix_01h455vb4pex5vsknk084sn02q, 01890a5d-ac96-774b-bcce-b302099a8057",
            "prefix_00000000000000000000000000, 00000000-0000-0000-0000-000000000000",
            "prefix_7zzzzzzzzzzzzzzzzzzzzzzzzz, ffffffff-ffff-ffff-ffff-ffffffffffff"})
    void writesAndReadsTheSpecificationsVectors(String text, UUID uuid) {
        assertThat(TypeId.encode("prefix", uuid)).isEqualTo(text);
        assertThat(TypeId.decode("prefix", text)).isEqualTo(uuid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "order", "order_", "payment_01h455vb4pex5vsknk084sn02q",
            "order_8zzzzzzzzzzzzzzzzzzzzzzzzz", "order_01H455VB4PEX5VSKNK084SN02Q", "order_01h455vb4pex5vsknk084sn02",
            "order_01h455vb4pex5vsknk084sn02qq", "order_01h455vb4pex5vsknk084sn02u", "order-01h455vb4pex5vsknk084sn02q",
            "order_01h455vb4pex5vsknk084sn02é", "01890a5d-ac96-774b-bcce-b302099a8057"})
    void refusesWhatIsNoIdOfItsKind(String text) {
        assertThatExceptionOfType(InvalidId.class).isThrownBy(() -> TypeId.decode("order", text))
                .withMessage("must be an id that begins with order_");
    }

    @Test
    void makesIdsThatSortByTime() {
        var ids = Stream.generate(TypeId::next).limit(10_000).map(id -> TypeId.encode("order", id)).toList();

        assertThat(ids).doesNotHaveDuplicates().isSorted();
        assertThat(TypeId.next().version()).isEqualTo(7);
    }
}
