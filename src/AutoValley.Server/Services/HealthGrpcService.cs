using AutoValley.Storage;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Routing;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace AutoValley.Server.Services;

/// <summary>
/// grpc.health.v1.Health: the same state that <c>/health</c> tells. While batches cannot be made durable the server as a whole and the ingest
/// service do not serve; what reads goes on. A server that stops ends a watch with UNAVAILABLE.
/// </summary>
internal sealed class HealthGrpcService(
    ISampleStore store, EndpointDataSource endpoints, TimeProvider clock, EndlessCalls endless) : Health.HealthBase
{
    /// <summary>A change is told at most so much later.</summary>
    private static readonly System.TimeSpan Interval = System.TimeSpan.FromSeconds(1);

    private static readonly string Ingest = V1.IngestService.Descriptor.FullName;

    /// <inheritdoc/>
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) => StatusOf(request.Service) switch
    {
        ServingStatus.ServiceUnknown => throw new RpcException(new Status(StatusCode.NotFound, $"no service '{request.Service}'")),
        var status => Task.FromResult(new HealthCheckResponse { Status = status }),
    };

    /// <inheritdoc/>
    public override Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context) =>
        endless.RunAsync(context, responseStream, async (responses, cancellation) =>
        {
            for (ServingStatus? told = null; ; await Task.Delay(Interval, clock, cancellation))
            {
                var status = StatusOf(request.Service);
                if (status != told)
                    await responses.WriteAsync(new HealthCheckResponse { Status = status }, cancellation);
                told = status;
            }
        });

    private ServingStatus StatusOf(string service)
    {
        if (service.Length > 0 && !IsMapped(service))
            return ServingStatus.ServiceUnknown;
        var serves = store.Health.Writable || (service.Length > 0 && service != Ingest);
        return serves ? ServingStatus.Serving : ServingStatus.NotServing;
    }

    private bool IsMapped(string service) =>
        endpoints.Endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.ServiceName == service);
}
