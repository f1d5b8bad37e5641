package dev.muster.contract.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.MusterException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One file's plans, each by itself: what is wrong with one says nothing of the others. */
class PlanFileEachTest {
    @Test
    void wrongPlanIsToldWithItsLineBesideTheGoodOnes() {
        Map<String, PlanOrProblem> each =
                each(
                        """
                        plans:
                          shop:
                            stores: [{ s3: { bucket: shop-backups } }]
                          crm:
                            stores: [{ s3: { bukket: crm-backups } }]
                          "no name!":
                            stores: [{ s3: { bucket: crm-backups } }]
                          hr:
                            stores: [{ s3: { bucket: hr-backups } }]
                        """);

        assertThat(each).containsOnlyKeys("shop", "crm", "no name!", "hr");
        assertThat(get(each, "shop").name()).isEqualTo("shop");
        assertThat(get(each, "hr").name()).isEqualTo("hr");
        assertThatThrownBy(() -> get(each, "crm"))
                .isInstanceOf(MusterException.class)
                .hasMessageStartingWith("s3://config/muster.yaml:5:")
                .hasMessageContaining("bukket");
        assertThatThrownBy(() -> get(each, "no name!"))
                .hasMessageContaining("this cannot be a plan's name");
    }

    @Test
    void planThatStandsThereTwiceIsWrongAndTheOthersAreNot() {
        Map<String, PlanOrProblem> each =
                each(
                        """
                        plans:
                          shop: { stores: [{ s3: { bucket: shop-one } }] }
                          shop: { stores: [{ s3: { bucket: shop-two } }] }
                          crm: { stores: [{ s3: { bucket: crm-one } }] }
                        """);

        assertThatThrownBy(() -> get(each, "shop")).hasMessageContaining("a second time");
        assertThat(get(each, "crm").name()).isEqualTo("crm");
    }

    @Test
    void unknownKeyBesideThePlansIsEveryPlansProblem() {
        Map<String, PlanOrProblem> each =
                each("plan: {}\nplans: { shop: { stores: [{ s3: { bucket: shop-one } }] } }\n");

        assertThatThrownBy(() -> get(each, "shop")).hasMessageContaining("unknown key \"plan\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plans:", "plans: {}", "plans: []", "[]", "x", "plans: {", "a: &a [*a]"})
    void textWithoutPlansIsAnErrorAsAWhole(String yaml) {
        assertThatThrownBy(() -> each(yaml)).isInstanceOf(MusterException.class);
    }

    private static Map<String, PlanOrProblem> each(String yaml) {
        return PlanFile.parseEach("s3://config/muster.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static Plan get(Map<String, PlanOrProblem> each, String name) {
        return Objects.requireNonNull(each.get(name)).get();
    }
}
