using AutoValley.Server.Configuration;
using AutoValley.Site;
using AutoValley.Site.Alarms;
using Microsoft.Extensions.Configuration;

namespace AutoValley.Server.Tests.Configuration;

public sealed class ServerOptionsReaderTests
{
    [Fact]
    public void Read_Nothing_GivesTheDefaults()
    {
        var options = Read();
        Assert.Equal("127.0.0.1:1883", options.Listen.Mqtt.ToString());
        Assert.Equal("127.0.0.1:8081", options.Listen.Grpc.ToString());
        Assert.Equal("127.0.0.1:8080", options.Listen.Http.ToString());
        Assert.Equal("data", options.DataFolder);
        Assert.Equal(TimeSpan.FromSeconds(30), options.StopTimeout);
        Assert.Equal(4 << 20, options.Ingest.MaximumBatchBytes);
        Assert.Equal((TimeSpan.Zero, 0L), (options.Retention.MaximumAge, options.Retention.MaximumBytes));
    }

    [Fact]
    public void Read_EveryForm_IsUnderstood()
    {
        var options = Read(
            ("Listen:Mqtt", "1999"), ("Listen:Grpc", "[::1]:7"), ("Listen:Http", "localhost:0"), ("Store:SealAge", "1.5m"),
            ("Store:SealBytes", "8 MiB"), ("Live:QueueBatches", "7"), ("Retention:MaximumAge", "30d"),
            ("Retention:MaximumBytes", "2 GiB"), ("Data", "elsewhere"), ("Stop:Timeout", "2m"));
        Assert.Equal("127.0.0.1:1999", options.Listen.Mqtt.ToString());
        Assert.Equal("[::1]:7", options.Listen.Grpc.ToString());
        Assert.Equal("127.0.0.1:0", options.Listen.Http.ToString());
        Assert.Equal(TimeSpan.FromSeconds(90), options.Store.SealAge);
        Assert.Equal(8 << 20, options.Store.SealBytes);
        Assert.Equal(7, options.Live.QueueBatches);
        Assert.Equal((TimeSpan.FromDays(30), 2L << 30), (options.Retention.MaximumAge, options.Retention.MaximumBytes));
        Assert.Equal(("elsewhere", TimeSpan.FromMinutes(2)), (options.DataFolder, options.StopTimeout));
    }

    [Fact]
    public void Read_RulesOfTheSite_EndsMoveWithTheirLimits()
    {
        var rules = Read(("Site:BookedKinds", "track, pad"), ("Site:DistanceMillimetres", "1000"), ("Site:TimeToCollision", "3s")).Site.Rules;
        Assert.Equal([ZoneKind.Track, ZoneKind.Pad], rules.BookedKinds.Order());
        Assert.Equal((1, 1.5, 3, 4), (rules.Distance, Math.Round(rules.EndDistance, 9), rules.TimeToCollision, rules.EndTimeToCollision));
        Assert.Contains("'moon' is none", Assert.Throws<SettingsException>(() => Read(("Site:BookedKinds", "track,moon"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TimeZone_IsOneThatThereIs()
    {
        Assert.Equal("Asia/Shanghai", Read(("Site:TimeZone", "Asia/Shanghai")).Site.TimeZone);
        Assert.Contains("'Mars' is none", Assert.Throws<SettingsException>(() => Read(("Site:TimeZone", "Mars"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AlarmsOfAKind_OnlyWhatIsSaidIsOtherwise()
    {
        var alarms = Read(("Site:Alarms:notbooked:OnDelay", "12s"), ("Site:Alarms:Stopped:Enabled", "false"), ("Site:Alarms:OverSpeed:Severity", "Critical"), ("Site:Alarms:WrongWay:OffDelay", "1m")).Site.Alarms;
        var standard = new AlarmOptions();
        Assert.Equal(standard.Of(AlarmKind.NotBooked) with { OnDelay = TimeSpan.FromSeconds(12) }, alarms.Of(AlarmKind.NotBooked));
        Assert.Equal(12_000_000_000, alarms.Of(AlarmKind.NotBooked).OnDelayNanos);
        Assert.Equal(standard.Of(AlarmKind.Stopped) with { IsEnabled = false }, alarms.Of(AlarmKind.Stopped));
        Assert.Equal(standard.Of(AlarmKind.OverSpeed) with { Severity = AlarmSeverity.Critical }, alarms.Of(AlarmKind.OverSpeed));
        Assert.Equal(standard.Of(AlarmKind.WrongWay) with { OffDelay = TimeSpan.FromMinutes(1) }, alarms.Of(AlarmKind.WrongWay));
        Assert.Equal(standard.Policies, Read().Site.Alarms.Policies);

        var wrong = Assert.Throws<SettingsException>(() => Read(
            ("Site:Alarms:NotBooked:OnDelay", "-1s"), ("Site:Alarms:Stopped:Severity", "3"), ("Site:Alarms:Silent:Enabled", "perhaps"), ("Site:Alarms:Moon:OnDelay", "1s"))).Message;
        Assert.All(
            ["Site:Alarms:NotBooked:OnDelay is a time", "Site:Alarms:Stopped:Severity is one of low, medium, high, critical; it is '3'", "Site:Alarms:Silent:Enabled is true or false", "Site:Alarms:Moon:OnDelay is no setting"],
            error => Assert.Contains(error, wrong, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_SeveralErrors_AllAreNamedAtOnce()
    {
        var error = Assert.Throws<SettingsException>(() => Read(
            ("Listen:Mqtt", "nowhere"), ("Store:SealAge", "soon"), ("Ingest:MaximumColumns", "0"), ("Store:SealAgee", "1s")));
        foreach (var key in new[] { "Listen:Mqtt", "Store:SealAge ", "Ingest:MaximumColumns", "Store:SealAgee" })
            Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.Equal(4, error.Message.Split(Environment.NewLine).Length);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:70000")]
    [InlineData(":1883")]
    [InlineData("-1")]
    [InlineData("::1")]
    public void Read_BadEndpoint_IsRefused(string text) =>
        Assert.Throws<SettingsException>(() => Read(("Listen:Mqtt", text)));

    [Theory]
    [InlineData("Listen:Certificate", "/nowhere.pem", "Listen:Certificate is /nowhere.pem")]
    [InlineData("Listen:CertificateKey", "/nowhere.key", "Listen:CertificateKey is given")]
    [InlineData("Listen:ClientCertificates", "maybe", "Listen:ClientCertificates is none, allowed or required")]
    public void Read_BadTls_IsNamed(string key, string value, string expected) =>
        Assert.Contains(expected, Assert.Throws<SettingsException>(() => Read((key, value))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_NoCertificate_HasNoTlsPorts() => Assert.Null(Read().Listen.Tls);

    [Fact]
    public void Read_PlainPortForOthers_NeedsInsecure()
    {
        var error = Assert.Throws<SettingsException>(() => Read(("Listen:Grpc", "0.0.0.0:8081")));
        Assert.Contains("--insecure", error.Message, StringComparison.Ordinal);
        Assert.Equal("0.0.0.0:8081", Read(("Listen:Grpc", "0.0.0.0:8081"), ("Listen:Insecure", "true")).Listen.Grpc.ToString());
    }

    [Fact]
    public void Read_TwoPortsTheSame_IsRefused() =>
        Assert.Throws<SettingsException>(() => Read(("Listen:Grpc", "8080")));

    [Fact]
    public void Read_Broker_IsUnderstood()
    {
        Assert.Null(Read().Broker.Client);
        var broker = Read(
            ("Broker:Address", "mqtts://av@broker.example"), ("Broker:Password", "secret"), ("Broker:Version", "3.1.1"), ("Broker:ClientId", "one")).Broker.Client!;
        Assert.Equal(("broker.example", 8883, "av", "one"), (broker.Host, broker.Port, broker.UserName, broker.ClientId));
        Assert.Equal("secret"u8, broker.Password!.Value.Span);
        Assert.Equal(AutoValley.Mqtt.MqttProtocolVersion.V311, broker.ProtocolVersion);
        Assert.NotNull(broker.Tls);
    }

    [Theory]
    [InlineData("Broker:Address", "mqtt://av:secret@broker", "AUTOVALLEY__BROKER__PASSWORD")]
    [InlineData("Broker:Address", "http://broker", "mqtts")]
    [InlineData("Broker:Version", "4", "3.1.1")]
    [InlineData("Broker:Group", "a/b", "without /")]
    [InlineData("Broker:CertificateAuthority", "/nowhere.pem", "PEM")]
    public void Read_BrokerThatCannotBe_SaysWhy(string key, string value, string text) =>
        Assert.Contains(text, Assert.Throws<SettingsException>(() => Read((key, value))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_Origins_AreAList()
    {
        Assert.Empty(Read().Web.AllowedOrigins);
        Assert.Equal(
            ["https://plots.example", "http://[::1]:5173", "*"], Read(("Web:AllowedOrigins", "https://plots.example, http://[::1]:5173 *")).Web.AllowedOrigins);
    }

    [Theory]
    [InlineData("plots.example")]
    [InlineData("https://plots.example/")]
    [InlineData("https://plots.example:443")]
    [InlineData("https://plots.example/page")]
    [InlineData("https://*.example")]
    [InlineData("ftp://plots.example")]
    [InlineData("null")]
    public void Read_WhatIsNoOrigin_IsRefused(string text) => Assert.Contains(
        "an origin is", Assert.Throws<SettingsException>(() => Read(("Web:AllowedOrigins", text))).Message, StringComparison.Ordinal);

    private static ServerOptions Read(params (string Key, string Value)[] settings) => ServerOptionsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)).Build());
}
