package dev.muster.restore.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTriggerTest {
    private static final String ON_LOGIN =
            "CREATE EVENT TRIGGER guard ON login\n   EXECUTE FUNCTION public.refuse();\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\nALTER EVENT TRIGGER guard ENABLE;\n",
                "\nALTER EVENT TRIGGER guard ENABLE ALWAYS;\n"
            })
    void oneOnLoginFires(String state) {
        assertThat(LoginTrigger.fires(ON_LOGIN + state)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ON_LOGIN + "\nALTER EVENT TRIGGER guard DISABLE;\n",
                ON_LOGIN + "\nALTER EVENT TRIGGER guard ENABLE REPLICA;\n",
                "CREATE EVENT TRIGGER \"on login\" ON ddl_command_end EXECUTE FUNCTION public.login()",
                "CREATE EVENT TRIGGER login ON sql_drop EXECUTE FUNCTION public.note()"
            })
    void anotherOrOneThatIsDisabledDoesNot(String definition) {
        assertThat(LoginTrigger.fires(definition)).isFalse();
    }
}
