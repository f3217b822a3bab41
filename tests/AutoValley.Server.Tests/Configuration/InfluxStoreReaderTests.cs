using AutoValley.Server.Configuration;
using AutoValley.Storage.Influx;
using Microsoft.Extensions.Configuration;

namespace AutoValley.Server.Tests.Configuration;

public sealed class InfluxStoreReaderTests
{
    [Fact]
    public void Read_Nothing_SealsToFiles() => Assert.Null(Read());

    [Fact]
    public void Read_Everything_IsUnderstood()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "secret\n");
            var influx = Read(
                ("Store:BackEnd", "influx"), ("Influx:Url", "https://influx.site:8086/base"), ("Influx:Dialect", "v2"), ("Influx:Org", "track"),
                ("Influx:Bucket", "telemetry"), ("Influx:TokenFile", file), ("Influx:BodyBytes", "256 KiB"), ("Influx:MaximumInFlight", "2"), ("Influx:Timeout", "5s"));
            Assert.Equal(
                new InfluxStoreOptions
                {
                    Url = new Uri("https://influx.site:8086/base"), Dialect = InfluxDialect.V2, Org = "track", Bucket = "telemetry", Token = "secret",
                    BodyBytes = 256 << 10, MaximumInFlight = 2, Timeout = TimeSpan.FromSeconds(5),
                },
                influx);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("Influx:Url must be given", "Store:BackEnd=influx")]
    [InlineData("Store:BackEnd is one of sqlite, influx", "Store:BackEnd=duck")]
    [InlineData("Influx:Url is given, and Store:BackEnd is not influx", "Influx:Url=http://a:1")]
    [InlineData("Influx:Url is http://HOST:PORT", "Store:BackEnd=influx", "Influx:Url=http://user:password@a:1")]
    [InlineData("Influx:Url is http://HOST:PORT", "Store:BackEnd=influx", "Influx:Url=a:1")]
    [InlineData("Retention:MaximumBytes limits files", "Store:BackEnd=influx", "Influx:Url=http://a:1", "Retention:MaximumBytes=1 GiB")]
    [InlineData("Influx:Org must be given", "Store:BackEnd=influx", "Influx:Url=http://a:1", "Influx:Dialect=v2")]
    [InlineData("Influx:User is of InfluxDB 1.x", "Store:BackEnd=influx", "Influx:Url=http://a:1", "Influx:Dialect=v3", "Influx:User=u")]
    [InlineData("Influx:Token is of InfluxDB 2.x", "Store:BackEnd=influx", "Influx:Url=http://a:1", "Influx:Dialect=v1", "Influx:Token=t")]
    [InlineData("Influx:Password is given, and Influx:User is not", "Store:BackEnd=influx", "Influx:Url=http://a:1", "Influx:Password=p")]
    [InlineData("Influx:TokenFile is /nowhere/token, which cannot be read", "Store:BackEnd=influx", "Influx:Url=http://a:1", "Influx:TokenFile=/nowhere/token")]
    [InlineData("Influx:Tokn is no setting", "Store:BackEnd=influx", "Influx:Url=http://a:1", "Influx:Tokn=x")]
    public void Read_Wrong_NamesTheKeyAndNoSecret(string expected, params string[] settings)
    {
        var refused = Assert.Throws<SettingsException>(() => Read([.. settings.Select(one => (one.Split('=')[0], one.Split('=')[1]))]));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("password@", refused.Message, StringComparison.Ordinal);
    }

    private static InfluxStoreOptions? Read(params (string Key, string Value)[] settings) => ServerOptionsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(one => one.Key, one => (string?)one.Value)).Build()).InfluxStore;
}
