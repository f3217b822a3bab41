using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Tests.Fakes;

internal sealed class FakeCommands : CommandService.CommandServiceBase
{
    public SetSchemesRequest? Set { get; private set; }

    public SendOrderRequest? Sent { get; private set; }

    public CommandAnswer? Answer { get; set; }

    public SchemeSet? Kept { get; set; }

    public override Task<SetSchemesResponse> SetSchemes(SetSchemesRequest request, ServerCallContext context)
    {
        Set = request;
        return Task.FromResult(new SetSchemesResponse { Schemes = request.Schemes, Answer = Answer });
    }

    public override Task<GetSchemesResponse> GetSchemes(GetSchemesRequest request, ServerCallContext context) =>
        Task.FromResult(new GetSchemesResponse { Schemes = Kept, Answer = Answer });

    public override Task<SendOrderResponse> SendOrder(SendOrderRequest request, ServerCallContext context)
    {
        Sent = request;
        return Task.FromResult(new SendOrderResponse { Answer = Answer });
    }
}
