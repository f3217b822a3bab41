namespace Grpc.AspNetCore.Server;

/// <summary>Limits and manners of one service, where they are not those of all.</summary>
/// <typeparam name="TService">The service.</typeparam>
public sealed class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class;
