using AutoValley.V1;
using Google.Protobuf;
using Grpc.Core;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace AutoValley.Server.Services;

/// <summary>
/// LiveService in the place of its generated code, which would serialise a response again for each subscriber. Its names are those that
/// hosts look for.
/// </summary>
internal static class LiveMethods
{
    private static readonly Method<SubscribeRequest, LiveResponse> Subscribe = new(
        MethodType.ServerStreaming,
        LiveService.Descriptor.FullName,
        nameof(Base.Subscribe),
        Marshallers.Create(static (request, context) => context.Complete(request.ToByteArray()), SubscribeRequestOf),
        Marshallers.Create(LiveResponse.Write, LiveResponse.Read));

    /// <summary>What the service is declared as.</summary>
    public static ServiceDescriptor Descriptor => LiveService.Descriptor;

    /// <summary>Hands the method to a host.</summary>
    public static void Bind(ServiceBinderBase binder, Base? service) =>
        binder.AddMethod(Subscribe, service is null ? null : new ServerStreamingServerMethod<SubscribeRequest, LiveResponse>(service.Subscribe));

    private static SubscribeRequest SubscribeRequestOf(DeserializationContext context) =>
        SubscribeRequest.Parser.ParseFrom(context.PayloadAsReadOnlySequence());

    /// <summary>What an implementation overrides.</summary>
    [BindServiceMethod(typeof(LiveMethods), nameof(Bind))]
    internal abstract class Base
    {
        /// <summary>LiveService.Subscribe.</summary>
        public abstract Task Subscribe(SubscribeRequest request, IServerStreamWriter<LiveResponse> responseStream, ServerCallContext context);
    }
}
