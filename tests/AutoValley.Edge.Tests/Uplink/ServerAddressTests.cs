using AutoValley.Edge.Uplink;

namespace AutoValley.Edge.Tests.Uplink;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:1883", "127.0.0.1", 1883)]
    [InlineData("server.example:8883", "server.example", 8883)]
    [InlineData("[::1]:1883", "::1", 1883)]
    public void TryParse_Address_GivesHostAndPort(string text, string host, int port)
    {
        Assert.True(ServerAddress.TryParse(text, out var address));
        Assert.Equal(new ServerAddress(host, port), address);
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("server")]
    [InlineData(":1883")]
    [InlineData("server:")]
    [InlineData("server:0")]
    [InlineData("server:65536")]
    [InlineData("server:-1")]
    [InlineData("::1:1883")]
    [InlineData("a b:1883")]
    public void TryParse_SomethingElse_IsFalse(string? text) => Assert.False(ServerAddress.TryParse(text, out _));
}
