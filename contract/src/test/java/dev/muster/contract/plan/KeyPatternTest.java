package dev.muster.contract.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPatternTest {
    private static final Instant STORED = Instant.parse("2026-11-23T04:05:06Z");

    private static Instant read(String pattern, String key) {
        return KeyPattern.of(pattern, ZoneOffset.UTC).createdAt(key, STORED).orElse(Instant.MIN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "shop-{timestamp:yyyyMMdd'T'HHmmss}.dump.gz.enc | shop-20261122T010203.dump.gz.enc | 2026-11-22T01:02:03Z",
                "shop-{timestamp:yyyyMMdd'T'HHmmss}.dump | daily/shop-20261122T010203.dump | 2026-11-22T01:02:03Z",
                "{any}/shop_{timestamp:yyyy-MM-dd_HH-mm}.sql | 2026/shop_2026-11-22_01-02.sql | 2026-11-22T01:02:00Z",
                "**/{timestamp:yyyy/MM/dd/HHmm}/* | a/b/2026/11/22/0102/x.dump | 2026-11-22T01:02:00Z",
                "**/{timestamp:yyyy/MM/dd/HHmm}/* | 2026/11/22/0102/x.dump | 2026-11-22T01:02:00Z",
                "shop-{timestamp:yyyyMMddHHmmssSSS}.dump | shop-20261122010203456.dump | 2026-11-22T01:02:03.456Z",
                "shop-{timestamp:yyyy-MM-dd'T'HH:mm:ssX}.dump | shop-2026-11-22T01:02:03+02.dump | 2026-11-21T23:02:03Z",
                "shop-{timestamp:yyyyMMdd'T'HHmmssXX}.dump | shop-20261122T010203Z.dump | 2026-11-22T01:02:03Z",
                "shop-{timestamp:yyyyMMdd'T'HHmmssVV}.dump | shop-20261122T010203Europe/Berlin.dump | 2026-11-22T00:02:03Z",
                "shop-{timestamp:ddMMMyyyy-hhmma}.dump | shop-22Nov2026-0102PM.dump | 2026-11-22T13:02:00Z",
                "shop-{timestamp:yy-D}.dump | shop-26-326.dump | 2026-11-22T00:00:00Z",
                "shop-{timestamp:epoch}.dump | shop-1795309323.dump | 2026-11-22T01:02:03Z",
                "shop-{timestamp:epochMillis}.dump | shop-1795309323000.dump | 2026-11-22T01:02:03Z",
                "shop-{timestamp:yyyy-MM-dd}-*.dump | shop-2026-11-22-host.name.dump | 2026-11-22T00:00:00Z",
                "shop-{timestamp:yyyy-MM-dd}.dump | shop-2026-11-23.dump | 2026-11-23T04:05:06Z",
                "shop-{timestamp:yyyy-MM}.dump | shop-2026-10.dump | 2026-10-01T00:00:00Z",
                "shop-{timestamp:yyyyMMdd['T'HHmm]}.dump | shop-20261122.dump | 2026-11-22T00:00:00Z",
                "shop-{timestamp:yyyyMMdd['T'HHmm]}.dump | shop-20261122T0102.dump | 2026-11-22T01:02:00Z",
                "shop.dir-{timestamp:yyyyMMdd}/ | shop.dir-20261122 | 2026-11-22T00:00:00Z",
                "shop-{timestamp:yyyyMMdd'}'HH}.dump | shop-20261122}01.dump | 2026-11-22T01:00:00Z",
                "weekly/*.dump | weekly/any.dump | 2026-11-23T04:05:06Z",
            })
    void timesAreReadFromKeys(String pattern, String key, Instant expected) {
        assertThat(read(pattern, key)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "shop-{timestamp:yyyyMMdd}.dump | shop-20261122.dump.sha256",
                "shop-{timestamp:yyyyMMdd}.dump | myshop-20261122.dump",
                "shop-{timestamp:yyyyMMdd}.dump | shop-20261399.dump",
                "shop-{timestamp:yyyyMMdd}.dump | shop-2026112.dump",
                "shop-{timestamp:yyyyMMdd}.dump | shop-20261122xdump",
                "a/*.dump | b/a/x.dump",
                "a/*.dump | a/b/x.dump",
                "[x]-{any}.dump | x-1.dump",
            })
    void otherKeysAreStrangers(String pattern, String key) {
        assertThat(read(pattern, key)).isEqualTo(Instant.MIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop-{timestamp:yyyyMMdd",
                "shop-{timestamp}.dump",
                "shop-{date:yyyy}.dump",
                "{timestamp:yyyy}-{timestamp:MMdd}",
                "shop-{timestamp:HHmmss}.dump",
                "shop-{timestamp:YYYY-MM-dd}.dump",
                "shop-{timestamp:yyyy-mm-dd}.dump",
                "shop-{timestamp:jjjj}.dump",
                "shop-{timestamp:}.dump",
                "shop-{timestamp:'T}.dump",
            })
    void aPatternThatTellsNoTimeIsRefused(String pattern) {
        assertThatThrownBy(() -> KeyPattern.of(pattern, ZoneOffset.UTC))
                .isInstanceOf(InvalidOption.class);
    }

    @Test
    void timesWithoutAZoneAreOfThePlansZone() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        KeyPattern pattern = KeyPattern.of("{timestamp:yyyyMMdd'T'HHmm}", berlin);
        assertThat(pattern.createdAt("20260701T0200", STORED))
                .contains(Instant.parse("2026-07-01T00:00:00Z"));
    }

    @Property(tries = 300)
    void whatAFormatterWritesIsReadBack(
            @ForAll @LongRange(min = 0, max = 4_000_000_000L) long second,
            @ForAll @IntRange(min = 0, max = 5) int which) {
        String[] patterns = {
            "yyyyMMdd'T'HHmmss",
            "yyyy-MM-dd HH:mm:ss",
            "dd.MM.yyyy-HHmmss",
            "EEE-d-MMM-yyyy-H-m-s",
            "uuuuDDD-HHmmss",
            "yyyy/MM/dd/'it''s'-HHmmss",
        };
        Instant at = Instant.ofEpochSecond(second);
        String written =
                DateTimeFormatter.ofPattern(patterns[which], Locale.ENGLISH)
                        .format(LocalDateTime.ofInstant(at, ZoneOffset.UTC));
        String pattern = "db-{timestamp:" + patterns[which] + "}-{any}.dump";
        assertThat(read(pattern, "db-" + written + "-x.dump")).isEqualTo(at);
    }

    @Property(tries = 300)
    void anyKeyIsReadOrRefusedWithoutAnError(@ForAll String key) {
        KeyPattern.of("**{timestamp:yyyyMMdd}*", ZoneOffset.UTC).createdAt(key, STORED);
    }
}
