using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server.Internal;
using Grpc.Core;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Routing;

namespace Grpc.AspNetCore.Server.Reflection;

/// <summary>Answers of both versions, from the descriptors of the services that are mapped.</summary>
internal sealed class ReflectionAnswers
{
    private readonly Lazy<DescriptorIndex> index;

    /// <param name="endpoints">Looked at with the first request, when all are mapped.</param>
    public ReflectionAnswers(EndpointDataSource endpoints) => index = new Lazy<DescriptorIndex>(() => new DescriptorIndex(Served(endpoints)));

    /// <summary>Answers until the caller has no more to ask.</summary>
    public async Task AnswerAsync(
        IAsyncStreamReader<ServerReflectionRequest> requests, IServerStreamWriter<ServerReflectionResponse> responses, CancellationToken cancellation)
    {
        await foreach (var request in requests.ReadAllAsync(cancellation))
            await responses.WriteAsync(Answer(request), cancellation);
    }

    /// <summary>The answer to one request.</summary>
    public ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case ServerReflectionRequest.MessageRequestOneofCase.ListServices:
                var list = new ListServiceResponse();
                list.Service.AddRange(index.Value.Services.Select(name => new ServiceResponse { Name = name }));
                response.ListServicesResponse = list;
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileByFilename:
                Tell(response, index.Value.File(request.FileByFilename), $"file '{request.FileByFilename}'");
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol:
                Tell(response, index.Value.FileOf(request.FileContainingSymbol), $"symbol '{request.FileContainingSymbol}'");
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingExtension:
                var (type, number) = (request.FileContainingExtension.ContainingType, request.FileContainingExtension.ExtensionNumber);
                Tell(response, index.Value.FileOf(type, number), $"extension {number} of '{type}'");
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType:
                TellExtensions(response, request.AllExtensionNumbersOfType);
                break;
            default:
                response.ErrorResponse = Error(StatusCode.InvalidArgument, "the request asks for nothing that is known here");
                break;
        }
        return response;
    }

    private void TellExtensions(ServerReflectionResponse response, string type)
    {
        if (index.Value.ExtensionsOf(type) is not { } numbers)
        {
            response.ErrorResponse = Error(StatusCode.NotFound, $"message type '{type}' is not known");
            return;
        }
        response.AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = type };
        response.AllExtensionNumbersResponse.ExtensionNumber.AddRange(numbers);
    }

    private static void Tell(ServerReflectionResponse response, FileDescriptor? file, string what)
    {
        if (file is null)
        {
            response.ErrorResponse = Error(StatusCode.NotFound, $"{what} is not known");
            return;
        }
        response.FileDescriptorResponse = new FileDescriptorResponse();
        response.FileDescriptorResponse.FileDescriptorProto.AddRange(DescriptorIndex.WithImports(file).Select(one => one.SerializedData));
    }

    private static ErrorResponse Error(StatusCode code, string message) => new() { ErrorCode = (int)code, ErrorMessage = message };

    private static IEnumerable<ServiceDescriptor> Served(EndpointDataSource endpoints) => endpoints.Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.ServiceType).OfType<Type>().Distinct()
        .Select(GeneratedBinding.DescriptorOf).OfType<ServiceDescriptor>();
}
