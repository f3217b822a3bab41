using AutoValley.Mqtt;
using AutoValley.Mqtt.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

internal sealed class Echo(TextWriter output) : IMqttHandler
{
    public static WebApplication Build(int port, TextWriter output)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.UseMqtt()));
        builder.Services.AddMqttServer().AddSingleton<IMqttHandler>(new Echo(output));
        return builder.Build();
    }

    public async ValueTask<MqttReasonCode> PublishAsync(MqttSessionInfo client, MqttPublish publish, CancellationToken cancellation)
    {
        await output.WriteLineAsync($"{client.ClientId}: {publish.Topic}, {publish.Payload.Length} bytes");
        return MqttReasonCode.Success;
    }
}
