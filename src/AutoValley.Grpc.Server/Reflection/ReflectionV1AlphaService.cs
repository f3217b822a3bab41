using Grpc.Core;
using Grpc.Reflection.V1;

namespace Grpc.AspNetCore.Server.Reflection;

/// <summary>grpc.reflection.v1alpha.ServerReflection.</summary>
internal sealed class ReflectionV1AlphaService(ReflectionAnswers answers) : global::Grpc.Reflection.V1Alpha.ServerReflection.ServerReflectionBase
{
    /// <inheritdoc/>
    public override Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context) =>
        answers.AnswerAsync(requestStream, responseStream, context.CancellationToken);
}
