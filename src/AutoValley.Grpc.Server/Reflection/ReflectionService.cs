using Grpc.Core;
using Grpc.Reflection.V1;

namespace Grpc.AspNetCore.Server.Reflection;

/// <summary>grpc.reflection.v1.ServerReflection.</summary>
internal sealed class ReflectionService(ReflectionAnswers answers) : ServerReflection.ServerReflectionBase
{
    /// <inheritdoc/>
    public override Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context) =>
        answers.AnswerAsync(requestStream, responseStream, context.CancellationToken);
}
