using Microsoft.Extensions.DependencyInjection;

namespace AutoValley.Mqtt.Server.Tests;

public sealed class MqttServerOptionsTests
{
    [Fact]
    public void Validate_Defaults_AreFine() => Assert.Empty(new MqttServerOptions().Validate());

    [Fact]
    public void AddMqttServer_SeveralWrong_NamesAll()
    {
        var options = new MqttServerOptions { ReceiveMaximum = 0, MaximumPacketBytes = 1, ConnectTimeout = TimeSpan.Zero };
        var error = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddMqttServer(options));
        foreach (var name in new[] { nameof(options.ReceiveMaximum), nameof(options.MaximumPacketBytes), nameof(options.ConnectTimeout) })
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }
}
