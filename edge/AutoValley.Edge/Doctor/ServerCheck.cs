using System.Globalization;
using AutoValley.Edge.Batching;
using AutoValley.Edge.Uplink;
using AutoValley.Mqtt;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Edge.Doctor;

/// <summary>Whether the server is there, takes the credentials, and makes a batch durable. Leaves one sample of <see cref="Signal"/> in the store.</summary>
/// <param name="options">As the agent would use them.</param>
/// <param name="limit">Of connecting, and of the round trip.</param>
/// <param name="clock">For both.</param>
internal sealed class ServerCheck(AgentOptions options, TimeSpan limit, TimeProvider clock)
{
    /// <summary>What the round trip publishes: the doctor's time, in seconds.</summary>
    public const string Signal = "Private.Doctor.RoundTrip";

    /// <summary>One check after the other, until one fails.</summary>
    /// <param name="publishes">Whether to try the round trip.</param>
    /// <param name="stop">Stops it.</param>
    public async IAsyncEnumerable<Finding> RunAsync(bool publishes, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var (client, findings) = await ConnectAsync(stop);
        foreach (var finding in findings)
            yield return finding;
        if (client is null)
            yield break;
        await using var connection = new MqttUplinkConnection(client, options.Vehicle);
        yield return publishes
            ? await RoundTripAsync(connection, stop)
            : new Finding(Verdict.Fine, "round trip", "left out, as asked");
        await connection.DisconnectAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<(MqttClient? Client, Finding[] Findings)> ConnectAsync(CancellationToken stop)
    {
        using var late = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        var start = clock.GetTimestamp();
        var own = MqttUplinkConnector.ClientOptions(options);
        var who = options.UserName is { } user ? $"user '{user}'" : "no user name";
        try
        {
            // The vehicle's own name would push a running agent out.
            var client = await MqttClient.ConnectAsync(own with { ClientId = $"{own.ClientId}-doctor" }, clock, either.Token);
            return (client,
            [
                new Finding(Verdict.Fine, "server", $"{options.Server} answers in {Milliseconds(start)}{(options.Tls is null ? ", in plain text" : ", over TLS")}"),
                new Finding(Verdict.Fine, "credentials", $"taken ({who})"),
            ]);
        }
        catch (MqttException refused) when (refused.Reason is MqttReasonCode.BadUserNameOrPassword or MqttReasonCode.NotAuthorized or MqttReasonCode.Banned or MqttReasonCode.BadAuthenticationMethod)
        {
            return (null,
            [
                new Finding(Verdict.Fine, "server", $"{options.Server} answers in {Milliseconds(start)}"),
                new Finding(Verdict.Broken, "credentials", $"refused ({who}): {refused.Message}", $"set user and password, or {Commands.CommandHost.PasswordVariable}, to what the server knows of {options.Vehicle}"),
            ]);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return (null, [new Finding(Verdict.Broken, "server", $"{options.Server} does not answer within {limit.TotalSeconds:0} s", "check network, address and firewall; batches wait in the spool meanwhile")]);
        }
        catch (IOException failure)
        {
            return (null, [new Finding(Verdict.Broken, "server", $"{options.Server}: {failure.Message}", "check that the server runs and that address, port and TLS are its MQTT port's")]);
        }
    }

    private async Task<Finding> RoundTripAsync(MqttUplinkConnection connection, CancellationToken stop)
    {
        const string Subject = "round trip";
        using var late = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            var session = SessionId.New();
            var (catalog, batch) = await WriteAsync(session);
            await connection.SubscribeAsync(either.Token);
            var start = clock.GetTimestamp();
            foreach (var (topic, payload) in new[] { (TopicKind.Catalog, catalog), (TopicKind.Telemetry, batch) })
            {
                var answer = await connection.PublishAsync(topic, payload, retain: false, either.Token);
                if (answer.Outcome != PublishOutcome.Accepted)
                    return new Finding(Verdict.Broken, Subject, $"the server does not take a {Topics.Of(options.Vehicle, topic)}: {answer.Reason}", "look into its log; it may not let this user publish there");
            }
            await UntilDurableAsync(connection, session, either.Token);
            return new Finding(Verdict.Fine, Subject, $"a batch was durable after {Milliseconds(start)}");
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return new Finding(
                Verdict.Broken, Subject, $"no watermark came within {limit.TotalSeconds:0} s", "behind a broker: check that an AutoValley server is connected to it, and that this user may subscribe");
        }
        catch (IOException lost)
        {
            return new Finding(Verdict.Broken, Subject, $"the connection was lost: {lost.Message}", "look into the server's log");
        }
    }

    private static async Task UntilDurableAsync(MqttUplinkConnection connection, SessionId session, CancellationToken stop)
    {
        while (true)
        {
            // What comes on the topic of commands is for the agent.
            var (topic, payload) = await connection.ReadAsync(stop);
            if (topic == TopicKind.Ack && WatermarkCodec.TryRead(payload.Span, out var told, out var durable) && told == session && durable.Length > 0)
                return;
        }
    }

    private async Task<(byte[] Catalog, byte[] Batch)> WriteAsync(SessionId session)
    {
        var registry = new SignalRegistry();
        using var batcher = new Batcher(registry, new BatchingOptions(), clock);
        var now = UnixTime.Now(clock);
        var group = batcher.Declare([new(Signal, SignalType.Double, "s", "Written by the agent's doctor")]);
        await batcher.WriteAsync(group, now, new[] { SampleValue.Of((double)now / UnixTime.NanosPerSecond) }, CancellationToken.None);
        batcher.Complete();
        var open = await batcher.NextAsync(CancellationToken.None);
        var writer = new BatchWriter();
        open!.WriteTo(writer);
        return (CatalogCodec.Write(session, registry.Snapshot()), writer.ToPayload(session, 1, now, now, options.Clock.Quality).ToArray());
    }

    private string Milliseconds(long start) => string.Create(CultureInfo.InvariantCulture, $"{clock.GetElapsedTime(start).TotalMilliseconds:0.0} ms");
}
