using AutoValley.Mqtt.Server;
using AutoValley.Server.Access;
using AutoValley.Server.Configuration;
using AutoValley.Server.Dashboard;
using AutoValley.Server.Fleet;
using AutoValley.Server.Influx;
using AutoValley.Server.Ingest;
using AutoValley.Server.Ingest.Broker;
using AutoValley.Server.Live;
using AutoValley.Server.Maintenance;
using AutoValley.Server.Observability;
using AutoValley.Server.Ordering;
using AutoValley.Server.Query;
using AutoValley.Server.Query.Align;
using AutoValley.Server.Query.Search;
using AutoValley.Server.Runs;
using AutoValley.Server.Services;
using AutoValley.Server.Site;
using AutoValley.Server.Site.Alarms;
using AutoValley.Server.Site.Bookings;
using AutoValley.Server.Site.Fixes;
using AutoValley.Server.Site.Judging;
using AutoValley.Server.Site.Watching;
using AutoValley.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AutoValley.Server.Composition;

/// <summary>The house's rooms put together: what there is, and what listens where.</summary>
internal static class ServerComposition
{
    // Live streams are long: one client's subscriptions share one connection (Kestrel's own default is 100).
    private const int StreamsPerConnection = 10_000;

    private const int AroundIt = 64 << 10;

    /// <summary>The application, not started yet.</summary>
    public static WebApplication Build(ServerOptions options, TimeProvider clock, Action<ILoggingBuilder> logging, BoundPorts ports)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        logging(builder.Logging);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listen(kestrel, options.Listen, ports));
        builder.Services.AddRoutingCore().AddSingleton(clock).AddSingleton<IHostLifetime, NoSignals>()
            .Configure<HostOptions>(host => host.ShutdownTimeout = options.StopTimeout);
        AddRooms(builder.Services, options);
        var app = builder.Build();
        MapAll(app, options);
        return app;
    }

    /// <summary>Opens what the rooms keep and lets them hear of each other.</summary>
    public static void Connect(IServiceProvider rooms)
    {
        var fanOut = rooms.GetRequiredService<FanOut>();
        rooms.GetRequiredService<ISampleStore>().Observe(fanOut.Publish);
        // Made now, so that its start time is the server's.
        rooms.GetRequiredService<ServerStatus>();
    }

    private static void Listen(KestrelServerOptions kestrel, ListenSettings listen, BoundPorts ports)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;
        kestrel.Limits.Http2.InitialStreamWindowSize = 8 << 20;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 16 << 20;
        // A client that vanished without a word would keep its streams until TCP gives up, a quarter of an hour later.
        kestrel.Limits.Http2.KeepAlivePingDelay = listen.PingDelay;
        kestrel.Limits.Http2.KeepAlivePingTimeout = listen.PingTimeout;
        kestrel.Listen(listen.Http, port => (ports.Http = port).Protocols = HttpProtocols.Http1);
        kestrel.Listen(listen.Grpc, port => (ports.Grpc = port).Protocols = HttpProtocols.Http2);
        kestrel.Listen(listen.Mqtt, port => (ports.Mqtt = port).UseMqtt());
        if (listen.Tls is not { } tls)
            return;
        kestrel.Listen(tls.Https, port => (ports.Https = port).UseHttps(tls.Apply).Protocols = HttpProtocols.Http1AndHttp2);
        kestrel.Listen(tls.Mqtts, port => (ports.Mqtts = port).UseMqttTls(tls.Apply));
    }

    private static void AddRooms(IServiceCollection services, ServerOptions options)
    {
        // Storage: opened here, closed with the host.
        services.AddSingleton<ICatalogue>(rooms => OpenedStore.Catalogue(rooms, options));
        services.AddSingleton(rooms => OpenedStore.Samples(rooms, options));
        services.AddSingleton<ISampleStore>(rooms => rooms.GetRequiredService<SampleStore>());

        // Maintenance
        services.AddSingleton(rooms => rooms.GetRequiredService<SampleStore>().Maintenance);
        services.AddSingleton(options.Retention).AddSingleton<RetentionStatus>().AddHostedService<RetentionTimer>();

        // Ingest
        services.AddSingleton(options.Ingest).AddSingleton<IngestCounters>().AddSingleton<DeadLetterBox>()
            .AddSingleton<WatermarkQueue>().AddSingleton<IngestLedger>().AddSingleton<Acceptor>().AddSingleton<ServerSessions>().AddSingleton<JsonIngest>();
        services.AddInflux(options);
        services.AddMqttServer(new MqttServerOptions { MaximumPacketBytes = RequestBytes(options), SystemInterval = options.MqttSystemInterval })
            .AddSingleton<IMqttHandler>(rooms => rooms.GetRequiredService<MqttIngestHandler>());
        services.AddSingleton<IMqttStore>(rooms => new KeptMqttStore((IKeptTable)rooms.GetRequiredService<ICatalogue>()));
        services.AddHostedService<WatermarkPublisher>();
        services.AddSingleton(options.Broker with { Client = options.Broker.Client is { } client ? client with { MaximumPacketBytes = RequestBytes(options) } : null })
            .AddSingleton<MqttIngestHandler>().AddSingleton<PeerWatermarks>().AddSingleton<BrokerLink>()
            .AddHostedService(rooms => rooms.GetRequiredService<BrokerLink>());

        // Commands to agents
        services.AddSingleton(rooms => new KeptCommands(
                topic => rooms.GetRequiredService<MqttServer>().FindRetained(topic),
                publish => rooms.GetRequiredService<MqttServer>().PublishAsync(publish, CancellationToken.None)))
            .AddSingleton<AnswerBoard>().AddSingleton<CommandSender>();

        // Fan out
        services.AddSingleton(options.Live).AddSingleton<LiveHub>().AddSingleton<SharedResponses>().AddSingleton<VehicleStates>().AddSingleton<RunLedger>()
            .AddSingleton<FanOut>();

        // The site
        services.AddSingleton(rooms => OpenedStore.Site(rooms, options)).AddSingleton(options.Site).AddSingleton<SiteMaps>().AddSingleton<SealGate>()
            .AddSingleton<SiteCounters>().AddSingleton<SiteParts>().AddSingleton<SiteCheckpoints>().AddSingleton<OccupancyBoard>().AddSingleton<SiteRoom>()
            .AddHostedService(rooms => rooms.GetRequiredService<SiteRoom>())
            .AddSingleton(options.Site.Signals).AddSingleton<StoredFixes>().AddSingleton<LateVisits>().AddHostedService(rooms => rooms.GetRequiredService<LateVisits>())
            .AddHostedService<SiteRetention>();
        services.AddSingleton<SiteBookings>().AddSingleton<SiteAlarms>().AddSingleton<ISiteRules>(rooms => rooms.GetRequiredService<SiteAlarms>())
            .AddSingleton<DriverWarnings>().AddSingleton<IDriverWarnings>(rooms => rooms.GetRequiredService<DriverWarnings>())
            .AddHostedService(rooms => rooms.GetRequiredService<DriverWarnings>());

        // Read and present
        services.AddSingleton(options.Query).AddSingleton<QueryScopes>().AddSingleton<QueryTurns>().AddSingleton<QueryWorkers>().AddSingleton<SeriesParts>()
            .AddSingleton<EncodedReadQuery>().AddSingleton<ReadQuery>().AddSingleton<BucketRows>().AddSingleton<AggregateQuery>()
            .AddSingleton<AlignQuery>().AddSingleton<SearchQuery>().AddSingleton<ReduceQuery>().AddSingleton<LatestAnswer>()
            .AddSingleton<LiveAnswer>().AddSingleton<NewestAnswer>().AddSingleton<SiteStatus>().AddSingleton<WaysIn>().AddSingleton<ServerStatus>()
            .AddSingleton<SiteMapAnswers>().AddSingleton<SiteVehicleAnswers>().AddSingleton<OccupancyAnswers>().AddSingleton<VisitAnswers>().AddSingleton<SiteAuditAnswers>()
            .AddSingleton<SiteRuleAnswers>().AddSingleton<SiteAlarmAnswers>().AddSingleton<AlarmWatch>().AddSingleton<SiteBookingAnswers>().AddSingleton<SiteUtilisationAnswers>();
        services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = RequestBytes(options))
            .AddServiceOptions<SiteGrpcService>(grpc => grpc.MaxReceiveMessageSize = Math.Max(RequestBytes(options), options.Site.MaximumMapBytes + AroundIt));
        services.AddGrpcReflection().AddCors();
        services.AddSingleton<EndlessCalls>();
    }

    // A batch and what is around it; never less than what every vehicle may rely on.
    private static int RequestBytes(ServerOptions options) =>
        Math.Max(options.Ingest.MaximumBatchBytes, Telemetry.Batches.BatchLimits.Default.MaximumBytes) + AroundIt;

    private static void MapAll(WebApplication app, ServerOptions options)
    {
        app.UseWebAccess(options.Web);
        app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
        app.UseDashboard(Path.Combine(AppContext.BaseDirectory, "dashboard"));
        app.MapHealth();
        app.MapPrometheus();
        app.MapMqtt("/mqtt");
        app.MapInflux();
        app.MapGrpcService<IngestGrpcService>();
        app.MapGrpcService<FleetGrpcService>();
        app.MapGrpcService<AgentGrpcService>();
        app.MapGrpcService<CommandGrpcService>();
        app.MapGrpcService<QueryGrpcService>();
        app.MapGrpcService<LiveGrpcService>();
        app.MapGrpcService<RunGrpcService>();
        app.MapGrpcService<SiteGrpcService>();
        app.MapGrpcService<StoreGrpcService>();
        app.MapGrpcService<HealthGrpcService>();
        app.MapGrpcReflectionService();
    }
}
