using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Tests.Fakes;

internal sealed class FakeIngest : IngestService.IngestServiceBase
{
    public ListDeadLettersRequest? Listed { get; private set; }

    public ListDeadLettersResponse DeadLetters { get; set; } = new();

    public override Task<ListDeadLettersResponse> ListDeadLetters(ListDeadLettersRequest request, ServerCallContext context)
    {
        Listed = request;
        return Task.FromResult(DeadLetters);
    }
}
