using System.Reflection;
using System.Threading.Channels;
using AutoValley.Server.Services;
using AutoValley.Storage;
using AutoValley.Testing;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace AutoValley.Server.Tests.Services;

public sealed class HealthGrpcServiceTests
{
    private const string Ingest = "autovalley.v1.IngestService", Query = "autovalley.v1.QueryService";

    private static readonly Marshaller<string> Text = Marshallers.Create(System.Text.Encoding.UTF8.GetBytes, System.Text.Encoding.UTF8.GetString);

    private readonly VirtualTime time = new();
    private readonly ApplicationLifetime lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly ISampleStore store = DispatchProxy.Create<ISampleStore, StoreWithHealth>();

    private bool Writable
    {
        set => ((StoreWithHealth)store).Health = new StoreHealth(value, value ? "" : "the disk is full", 0, null);
    }

    [Fact]
    public async Task Check_WhenNothingCanBeMadeDurable_TellsOfServerAndIngestAlone()
    {
        Writable = true;
        Assert.Equal([ServingStatus.Serving, ServingStatus.Serving, ServingStatus.Serving], await CheckAsync());
        Writable = false;
        Assert.Equal([ServingStatus.NotServing, ServingStatus.NotServing, ServingStatus.Serving], await CheckAsync());
    }

    [Fact]
    public async Task Check_OfAnUnknownService_IsNotFound()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(
            () => NewService().Check(new HealthCheckRequest { Service = "nobody" }, new CallContextStub(default)));
        Assert.Equal((StatusCode.NotFound, "no service 'nobody'"), (refused.StatusCode, refused.Status.Detail));
    }

    [Fact]
    public async Task Watch_OfTheServer_TellsChangesAlone()
    {
        Writable = true;
        var told = Channel.CreateUnbounded<ServingStatus>();
        using var leaves = new CancellationTokenSource();
        var watching = NewService().Watch(
            new HealthCheckRequest(), new StreamWriterStub<HealthCheckResponse>(response => told.Writer.WriteAsync(response.Status).AsTask()),
            new CallContextStub(leaves.Token));
        Assert.Equal(ServingStatus.Serving, await told.Reader.ReadAsync());
        time.Advance(TimeSpan.FromSeconds(3));
        Writable = false;
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ServingStatus.NotServing, await told.Reader.ReadAsync());
        Assert.False(told.Reader.TryRead(out _));
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    [Fact]
    public async Task Watch_ServerStops_IsUnavailableAtOnce()
    {
        Writable = true;
        var watching = NewService().Watch(
            new HealthCheckRequest(), new StreamWriterStub<HealthCheckResponse>(_ => Task.CompletedTask), new CallContextStub(default));
        Assert.False(watching.IsCompleted);
        lifetime.StopApplication();
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => watching)).StatusCode);
    }

    private async Task<ServingStatus[]> CheckAsync() =>
        await Task.WhenAll(new[] { "", Ingest, Query }.Select(async name =>
            (await NewService().Check(new HealthCheckRequest { Service = name }, new CallContextStub(default))).Status));

    private HealthGrpcService NewService() => new(
        store, new DefaultEndpointDataSource(Mapped<IngestGrpcService>(V1.IngestService.Descriptor.FullName), Mapped<QueryGrpcService>(Query)), time,
        new EndlessCalls(lifetime));

    private static Endpoint Mapped<TService>(string name) => new(
        null, new EndpointMetadataCollection(new GrpcMethodMetadata(typeof(TService), new Method<string, string>(MethodType.Unary, name, "Do", Text, Text))), name);

    /// <summary>A store of which only its health is asked.</summary>
    public class StoreWithHealth : DispatchProxy
    {
        public StoreHealth Health { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod?.Name == "get_Health" ? Health : throw new NotSupportedException(targetMethod?.Name);
    }
}
