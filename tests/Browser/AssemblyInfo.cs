using Marketplace.Tests.Browser;
using Xunit;

// One host and one browser for the whole lane; its tests run one after another, because some of them change what the others see.
[assembly: AssemblyFixture(typeof(Stage))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
