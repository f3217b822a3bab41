using AutoValley.Edge.Clock.Live;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Json;
using AutoValley.Edge.Sources.Kuksa;
using AutoValley.Edge.Sources.Monr;
using AutoValley.Edge.Sources.Mqtt;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Configuration;

/// <summary>Makes sources of their entries in the configuration file; those that may fail start again by themselves.</summary>
/// <param name="clock">For all of them.</param>
/// <param name="loggers">For all of them.</param>
/// <param name="standardInput">Opens it.</param>
/// <param name="vehicleClock">Is shown what receivers say of the time; null when nobody wants to know.</param>
internal sealed class SourceFactory(TimeProvider clock, ILoggerFactory loggers, Func<Stream> standardInput, LiveClock? vehicleClock = null)
{
    /// <summary>Those it knows.</summary>
    public const string Kinds = "can, gnss, json, kuksa, monr, mqtt, replay, simulator";

    private readonly CanEntries can = new(clock);
    private bool hasInput;

    /// <summary>The source of an entry; null, and an error noted, when there is none.</summary>
    public ISampleSource? Create(ConfigurationObject entry)
    {
        var source = entry.RequiredText("kind") switch
        {
            "can" => can.Read(entry) is { } bus ? Watched(Restarted(bus)) : null,
            "gnss" => GnssEntry.Read(entry, clock, loggers) is { } receiver ? Watched(Restarted(receiver)) : null,
            "json" => Json(entry),
            "monr" => Restarted(new MonrSource(MonrEntry.Read(entry), clock, loggers)),
            "kuksa" => Restarted(new KuksaSource(KuksaEntry.Read(entry), clock, loggers)),
            "mqtt" => Restarted(new MqttSource(MqttEntry.Read(entry), clock, loggers)),
            "replay" => ReplayEntry.Read(entry, clock),
            "simulator" => SimulatorEntry.Read(entry, clock),
            "" => null,
            var kind => Unknown(entry, kind),
        };
        if (source is not null)
            entry.RefuseUnknown();
        return source;
    }

    private static ISampleSource? Unknown(ConfigurationObject entry, string kind)
    {
        entry.Fail("kind", $"is '{kind}', which is unknown; known: {Kinds}");
        return null;
    }

    // Around the restarts: a source that runs again need not declare its signals again.
    private ISampleSource Watched(ISampleSource source) => vehicleClock is null ? source : new ReceiverTimeSource(source, vehicleClock);

    private RestartedSource Restarted(ISampleSource source) => new(source, clock, loggers);

    private ISampleSource? Json(ConfigurationObject entry)
    {
        var (isInput, address) = (entry.Flag("stdin"), entry.Address("listen"));
        if (isInput == entry.Has("listen"))
        {
            entry.Fail("", "needs either \"stdin\": true or \"listen\": \"ADDRESS:PORT\"");
            return null;
        }
        if (address is not null)
            return Restarted(new JsonListenSource(address, clock, loggers.CreateLogger<JsonListenSource>()));
        if (!isInput)
            return null;
        if (hasInput)
            entry.Fail("stdin", "is read by another source already");
        hasInput = true;
        return new JsonStreamSource("standard input", standardInput, clock, loggers.CreateLogger<JsonStreamSource>());
    }
}
