// Domain carries the attributes and no generator; its serializers are made here.
[assembly: Orleans.GenerateCodeForDeclaringAssembly(typeof(Marketplace.Domain.Caller))]
