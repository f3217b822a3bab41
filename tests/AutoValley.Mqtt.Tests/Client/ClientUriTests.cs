namespace AutoValley.Mqtt.Tests.Client;

public sealed class ClientUriTests
{
    [Theory]
    [InlineData("mqtt://broker", "broker", 1883, MqttTransport.Tcp, false)]
    [InlineData("mqtts://broker", "broker", 8883, MqttTransport.Tcp, true)]
    [InlineData("mqtt://[::1]:1884/", "::1", 1884, MqttTransport.Tcp, false)]
    [InlineData("ws://broker", "broker", 80, MqttTransport.WebSocket, false)]
    [InlineData("wss://broker:9001/a/b", "broker", 9001, MqttTransport.WebSocket, true)]
    public void FromUri_EveryForm_IsUnderstood(string address, string host, int port, MqttTransport transport, bool secure)
    {
        var options = MqttClientOptions.FromUri(address);
        Assert.Equal((host, port, transport, secure), (options.Host, options.Port, options.Transport, options.Tls is not null));
        Assert.Equal(address.EndsWith("/a/b", StringComparison.Ordinal) ? "/a/b" : "/mqtt", options.Path);
        Assert.Null(options.UserName);
    }

    [Fact]
    public void FromUri_UserAndPassword_AreUnescaped()
    {
        var options = MqttClientOptions.FromUri("mqtt://a%40b:p%3Aq@broker");
        Assert.Equal("a@b", options.UserName);
        Assert.Equal("p:q"u8, options.Password!.Value.Span);
    }

    [Theory]
    [InlineData("broker:1883")]
    [InlineData("http://broker")]
    [InlineData("mqtt://broker/path")]
    [InlineData("")]
    public void FromUri_Nonsense_SaysWhatIsWrong(string address) => Assert.Throws<FormatException>(() => MqttClientOptions.FromUri(address));
}
