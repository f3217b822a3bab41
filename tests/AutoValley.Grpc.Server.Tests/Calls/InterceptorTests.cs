using AutoValley.Interop;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using InteropClient = AutoValley.Interop.InteropService.InteropServiceClient;

namespace AutoValley.Grpc.Server.Tests.Calls;

/// <summary>What stands between callers and services, on either side.</summary>
public sealed class InterceptorTests
{
    [Theory]
    [InlineData(MethodType.Unary)]
    [InlineData(MethodType.ServerStreaming)]
    [InlineData(MethodType.ClientStreaming)]
    [InlineData(MethodType.DuplexStreaming)]
    public async Task Interceptors_OfBothSides_SeeEachKindOfCallInTheirOrder(MethodType kind)
    {
        var seen = new List<string>();
        await using var server = await StartAsync(seen, grpc =>
        {
            grpc.Interceptors.Add<Witness>("server 1");
            grpc.Interceptors.Add<Witness>("server 2");
        });
        var invoker = server.Channel.Intercept(new Witness(seen, "client 1"), new Witness(seen, "client 2"))
            .Intercept(headers => new Metadata { { "who", headers.Count == 0 ? "nobody" : "somebody" } });
        await CallAsync(new InteropClient(invoker), kind);
        Assert.Equal([$"client 1 {kind} nobody", $"client 2 {kind} nobody", $"server 1 {kind} nobody", $"server 2 {kind} nobody"], seen.Take(4));
        Assert.Empty(server.Errors);
    }

    [Fact]
    public void Interceptor_OfABlockingCall_SeesItToo()
    {
        var seen = new List<string>();
        var invoker = new StubInvoker().Intercept(new Witness(seen, "client"));
        Assert.NotNull(new InteropClient(invoker).EmptyCall(new Empty()));
        Assert.Equal(["client blocking "], seen);
    }

    [Fact]
    public async Task Interceptor_ThatRefuses_EndsTheCallBeforeItsService()
    {
        var script = new Script();
        await using var server = await TestServer.StartAsync(script, grpc => grpc.Interceptors.Add<Refusal>());
        var failure = await Assert.ThrowsAsync<RpcException>(() => new InteropClient(server.Channel).UnaryCallAsync(new UnaryRequest()).ResponseAsync);
        Assert.Equal((StatusCode.PermissionDenied, "not you"), (failure.StatusCode, failure.Status.Detail));
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Interceptor_MadeForACall_IsDisposedWithItAndARegisteredOneIsNot()
    {
        var seen = new List<string>();
        var kept = new Witness(seen, "kept");
        await using var server = await TestServer.StartAsync(
            grpc => { grpc.Interceptors.Add<Witness>("made"); grpc.Interceptors.Add<Witness>(); },
            services: services => services.AddSingleton(seen).AddSingleton(kept));
        for (var i = 0; i < 2; i++)
            await new InteropClient(server.Channel).UnaryCallAsync(new UnaryRequest());
        Assert.Equal(
            ["made Unary ", "kept Unary ", "made disposed", "made Unary ", "kept Unary ", "made disposed"], seen);
    }

    [Fact]
    public void Add_TypeThatIsNoInterceptor_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new InterceptorCollection().Add(typeof(string)));

    private static Task<TestServer> StartAsync(List<string> seen, Action<GrpcServiceOptions> options) =>
        TestServer.StartAsync(options, services: services => services.AddSingleton(seen));

    private static async Task CallAsync(InteropClient client, MethodType kind)
    {
        switch (kind)
        {
            case MethodType.Unary:
                await client.UnaryCallAsync(new UnaryRequest());
                break;
            case MethodType.ServerStreaming:
                Assert.Single(await client.ServerStream(new StreamRequest { ResponseBytes = { 1 } }).ResponseStream.ReadAllAsync().ToListAsync());
                break;
            case MethodType.ClientStreaming:
                using (var call = client.ClientStream())
                {
                    await call.RequestStream.CompleteAsync();
                    Assert.Equal(0, (await call).Bytes);
                }
                break;
            default:
                using (var call = client.Duplex())
                {
                    await call.RequestStream.CompleteAsync();
                    Assert.Empty(await call.ResponseStream.ReadAllAsync().ToListAsync());
                }
                break;
        }
    }

    private sealed class Refusal : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            throw new RpcException(new Status(StatusCode.PermissionDenied, "not you"));
    }

    private sealed class StubInvoker : CallInvoker
    {
        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => (TResponse)(object)new Empty();

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();
    }
}
