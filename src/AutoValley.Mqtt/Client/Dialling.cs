using System.IO.Pipelines;

namespace AutoValley.Mqtt.Client;

/// <summary>From an address to a connection that the server consented to, within the connect time-out.</summary>
internal static class Dialling
{
    /// <summary>Connects the transport that the options name.</summary>
    public static Func<CancellationToken, Task<IDuplexPipe>> Dial(MqttClientOptions options) =>
        async cancellation => await ClientTransport.ConnectAsync(options, cancellation);

    /// <summary>Dials and shakes hands.</summary>
    /// <exception cref="MqttException">The server is not there, does not answer in time, or refused.</exception>
    public static async Task<(IDuplexPipe Transport, Granted Granted)> RunAsync(
        Func<CancellationToken, Task<IDuplexPipe>> dial, MqttClientOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        IDuplexPipe? transport = null;
        try
        {
            transport = await dial(either.Token);
            return (transport, await Handshake.RunAsync(transport, options, either.Token));
        }
        catch (Exception e)
        {
            (transport as IDisposable)?.Dispose();
            if (e is OperationCanceledException && !cancellation.IsCancellationRequested)
                throw new MqttException(MqttReasonCode.ServerUnavailable, $"{options.Address} did not answer within {options.ConnectTimeout.TotalSeconds} s", e);
            throw ConnectFailure.Explain(e, options) ?? e;
        }
    }
}
