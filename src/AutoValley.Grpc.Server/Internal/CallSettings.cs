using System.IO.Compression;
using Grpc.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>What all calls of a host, or of a service, share, read once.</summary>
internal sealed class CallSettings(
    IOptions<GrpcServiceOptions> options, ServerStop stop, TimeProvider clock, ILoggerFactory loggers)
{
    private readonly GrpcServiceOptions _options = options.Value;

    public TimeProvider Clock => clock;

    /// <summary>Those of a service with options of its own.</summary>
    public CallSettings With(GrpcServiceOptions own) => new(Options.Create(own), stop, clock, loggers);

    public ILogger Logger { get; } = loggers.CreateLogger("Grpc.AspNetCore.Server");

    public ServerStop Stop => stop;

    public int MaximumReceiveBytes => _options.MaxReceiveMessageSize ?? Array.MaxLength;

    public int? MaximumSendBytes => _options.MaxSendMessageSize;

    public InterceptorActivator Interceptors { get; } = new(options.Value.Interceptors);

    public bool DetailedErrors => _options.EnableDetailedErrors == true;

    /// <summary>Null when responses are not to be compressed.</summary>
    public CompressionLevel? Compression => _options.ResponseCompressionAlgorithm == ProtocolHeaders.Gzip
        ? _options.ResponseCompressionLevel ?? CompressionLevel.Fastest
        : null;
}
