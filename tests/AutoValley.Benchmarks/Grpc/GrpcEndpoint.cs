using System.Collections.Concurrent;
using System.CommandLine;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AutoValley.Benchmarks.Grpc;

/// <summary><c>grpc-endpoint</c>: LoadService on our gRPC in a process of its own, for <c>grpc</c>.</summary>
internal static class GrpcEndpoint
{
    public const string Name = "grpc-endpoint";

    public static Command Create()
    {
        var port = new Argument<int>("port");
        var command = new Command(Name, "A gRPC service that answers with as much as it is asked for; started by grpc.") { Hidden = true };
        command.Arguments.Add(port);
        command.SetAction((parsed, cancellation) => ((IHost)Build(parsed.GetValue(port))).RunAsync(cancellation));
        return command;
    }

    private static WebApplication Build(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.Http2.MaxStreamsPerConnection = 10_000;
            kestrel.ListenLocalhost(port, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddRoutingCore().AddGrpc(options => options.MaxSendMessageSize = null);
        var app = builder.Build();
        app.MapGrpcService<Service>();
        return app;
    }

    private sealed class Service : LoadService.LoadServiceBase
    {
        private static readonly ConcurrentDictionary<ulong, LoadResponse> Responses = new();

        public override Task<LoadResponse> Unary(LoadRequest request, ServerCallContext context) => Task.FromResult(Of(request.Size));

        public override async Task Stream(LoadRequest request, IServerStreamWriter<LoadResponse> responseStream, ServerCallContext context)
        {
            var response = Of(request.Size);
            // As a subscriber with a queue: what is there already travels together, up to 64 KiB.
            var together = Math.Max(1, (64 << 10) / Math.Max(1, request.Size));
            var buffered = new WriteOptions(WriteFlags.BufferHint);
            for (ulong index = 1; index <= request.Count; index++)
            {
                responseStream.WriteOptions = index % together == 0 || index == request.Count ? null : buffered;
                await responseStream.WriteAsync(response, context.CancellationToken);
            }
        }

        private static LoadResponse Of(ulong size) =>
            Responses.GetOrAdd(size, static bytes => new LoadResponse { Payload = UnsafeByteOperations.UnsafeWrap(new byte[bytes]) });
    }
}
